"""Recording → transcript: audio, pauses, channels, and one file a recogniser.

The rest of the program uses what is named here and nothing else of this room. Nothing heavy is imported before it is
used.
"""

from dictation.transcribe.arriving import is_recording, is_whole_file
from dictation.transcribe.audio import digest, probe
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.clips import Sound, at_speed, cut_sound
from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.engine import Done, Engine, Notify, Progress, Vocabulary
from dictation.transcribe.formats import TranscriptFormat, read_transcript, write_transcript
from dictation.transcribe.keeping import forget
from dictation.transcribe.live import hear_live
from dictation.transcribe.loaded import Loaded
from dictation.transcribe.machine import limit_threads
from dictation.transcribe.sharing import Share, share_machine
from dictation.transcribe.speeds import Speed, keep_speed, known_speeds, measure
from dictation.transcribe.transcription import transcribe
from dictation.transcribe.whisper.fetching import Download
from dictation.transcribe.whisper.weights import Weights, fetch_model, is_whole, list_models, model_path

__all__ = [
    "Done",
    "Download",
    "Endpoint",
    "Engine",
    "Loaded",
    "Notify",
    "Progress",
    "Share",
    "Sound",
    "Speed",
    "TranscriptFormat",
    "Vocabulary",
    "Weights",
    "at_speed",
    "choose_engine",
    "cut_sound",
    "digest",
    "fetch_model",
    "forget",
    "hear_live",
    "is_recording",
    "is_whole",
    "is_whole_file",
    "keep_speed",
    "known_speeds",
    "limit_threads",
    "list_models",
    "measure",
    "model_path",
    "probe",
    "read_transcript",
    "share_machine",
    "transcribe",
    "write_transcript",
]
