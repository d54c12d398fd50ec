"""Recording → transcript: audio, pauses, channels, and one file a recogniser.

The rest of the program uses what is named here and nothing else of this room. Nothing heavy is imported before it is
used.
"""

from dictation.transcribe.audio import probe
from dictation.transcribe.engine import Engine, Notify, Progress, Vocabulary
from dictation.transcribe.formats import TranscriptFormat, read_transcript, write_transcript
from dictation.transcribe.transcription import transcribe
from dictation.transcribe.whisper.weights import Download, Weights, fetch_model, list_models, model_path

__all__ = [
    "Download",
    "Engine",
    "Notify",
    "Progress",
    "TranscriptFormat",
    "Vocabulary",
    "Weights",
    "fetch_model",
    "list_models",
    "model_path",
    "probe",
    "read_transcript",
    "transcribe",
    "write_transcript",
]
