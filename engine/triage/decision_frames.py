"""The JSON text of decisions of one situation, in a module that imports nothing of JSON: start-up is felt."""

from collections.abc import Hashable, Sequence

from ..language.bounded import Bounded


class PartTexts:
    """Texts of the parts that situations have in common, by the identity of a part, which is held beside its text."""

    __slots__ = ("_texts",)

    def __init__(self) -> None:
        """Start with none."""
        self._texts = Bounded[tuple[object, str]]()

    def get(self, part: object, variant: Hashable) -> str | None:
        """Return the text of a part in one of its variants, None where it was not asked for before."""
        known = self._texts.get((id(part), variant))
        return None if known is None else known[1]

    def put(self, part: object, variant: Hashable, text: str) -> str:
        """Remember the text of a part, and return it."""
        self._texts.put((id(part), variant), (part, text))
        return text


class DecisionFrames:
    """Texts of a situation, made ready when one of its decisions is asked for as JSON again."""

    __slots__ = ("parts", "places", "texts")

    def __init__(self, parts: PartTexts) -> None:
        """Start with none but those of parts that others have, too."""
        self.parts = parts
        self.texts: list[str] = []
        """The text of a decision, in parts."""
        self.places: list[int] = []
        """Which of the parts are its own."""

    def filled(self, values: Sequence[str]) -> str:
        """Return the text of a decision, with a value for each of its places."""
        texts = self.texts.copy()
        for place, value in zip(self.places, values, strict=True):
            texts[place] = value
        return "".join(texts)
