"""The recogniser that needs no download: PocketSphinx with the English model in its wheel, taught business dictation.

dictation.en.txt  → corpus         what people say when they dictate, with the client's names put in
the wheel's model → trie           its n-grams as arrays
language_model the two mixed and written as an ARPA file into the cache
the wheel's dictionary → pronunciation   how names that are not in it are said
cepstra        what the acoustic model sees of sound
acoustic_model what it becomes behind a telephone line
decoder        the engine
"""
