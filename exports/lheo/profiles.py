"""For whom LHÉO is written: a version of the language and what its readers expect of it."""

from dataclasses import dataclass

from core.lheo.grammar import Grammar
from core.lheo.grammar import grammar as grammar_of


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to write LHÉO; `version` names it everywhere: file names, columns, commands."""

    version: str

    @property
    def grammar(self) -> Grammar:
        return grammar_of(self.version)

    def column(self, name: str) -> str:
        """Return the column of the read model for `head`, `tail` or `fragment` of this profile."""
        return f"{name}_{self.version.replace('.', '_')}"


# A profile of 2.2 goes here, with its three columns in `exports.models`; what its grammar lacks
# (`recrutement`, several places, levels 11 to 18…) is turned into extras before it is written.
PROFILES = {profile.version: profile for profile in (Profile("2.3"),)}
DEFAULT = PROFILES["2.3"]
