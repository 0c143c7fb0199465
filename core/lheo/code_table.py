"""What a code table of LHÉO is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table of LHÉO: its codes in the order of the language, each with its label."""

    name: str
    title: str
    codes: Mapping[str, str]
    obsolete: frozenset[str] = frozenset()
    since: str = "2.2"
    added_in_2_3: frozenset[str] = frozenset()
    labels_2_2: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", MappingProxyType(dict(self.codes)))
        object.__setattr__(self, "labels_2_2", MappingProxyType(dict(self.labels_2_2)))

    @property
    def current(self) -> Mapping[str, str]:
        """The codes that may still be chosen."""
        return {code: label for code, label in self.codes.items() if code not in self.obsolete}

    def in_2_2(self) -> "CodeTable":
        """The same table as LHÉO 2.2 had it."""
        codes = {
            code: self.labels_2_2.get(code, label)
            for code, label in self.codes.items()
            if code not in self.added_in_2_3
        }
        return replace(self, codes=codes)
