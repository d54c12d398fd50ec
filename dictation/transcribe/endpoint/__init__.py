"""A recogniser on a server, behind the interface that OpenAI's has and many others imitate."""
