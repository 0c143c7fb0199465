"""The lives of établissements, sites and actions, played in memory from their scripts."""

from bench.generator.kit import Row, kit, shaped
from bench.generator.script import AddDispositif, AddSession, Agree, Move, Retire, Save
from bench.generator.story import Story
from core.fasd.ordinaire import ORDINAIRE
from core.rules import Contexte, Fiche, Kind, Level, payload


def differences(world, row, fields, before):
    """Return what changed in a row, as `core.dossiers.difference` says it."""
    return [
        {"path": f"{row.key}.{f.name}", "label": f"{row.level.label} {row.id}, {f.label}",
         "before": world.say(f, before[f.name]), "after": world.say(f, row.values[f.name])}
        for f in fields
        if before[f.name] != row.values[f.name]
    ]  # fmt: skip


class AnnuaireStory(Story):
    """An établissement or a site."""

    def __init__(self, world, sheet, number, level, subject, values, **own):
        self.world, self.kit = world, kit("annuaire")
        super().__init__(sheet, number, subject.id, self.kit.rules_version, subject.created)
        self.row = Row(self.kit, level, subject.id, **own)
        self.row.values.update(values)

    def play(self, script):
        fields = self.kit.level[self.row.level]
        for step in script:
            if isinstance(step, Move):
                self.move(step)
                continue
            before = dict(self.row.values)
            for name, value in step.values.items():
                self.row.values[name] = shaped(self.kit.fields[name], value)
            self.version += 1
            self.changed(step, differences(self.world, self.row, fields, before))
        self.history()
        return {**self.row.columns(self.world, fields), **self.columns()}

    def payload(self):
        contexte = Contexte(aujourdhui=self.world.today)
        root = Fiche(self.row.level, self.row.key, dict(self.row.values), contexte=contexte)
        return payload.payload(root, "annuaire"), "annuaire", root


class Dossier(Story):
    """An action, with its formation, its sessions and their dispositifs.

    `numbers` gives their keys.
    """

    def __init__(self, world, sheet, number, create, numbers, formation=None):
        self.world, self.create, self.numbers = world, create, numbers
        self.attribution = world.attribution[create.attribution] if create.attribution else None
        self.kit = kit(self.attribution.programme if self.attribution else ORDINAIRE.code)
        super().__init__(
            sheet, number, numbers.next("core.Action"), self.kit.rules_version, create.at
        )
        self.contexte = self._contexte()
        self.sessions, self.dispositifs, self.accords = [], [], []
        self.new_formation = formation is None
        self.formation = formation or self._formation()
        site = self.attribution.site if self.attribution else self._principal()
        self.action = Row(self.kit, Level.ACTION, self.id)
        self.action.values["site_dispensateur"] = str(site) if site else None
        self.kit.give(self.action, self.contexte, new=True)

    def _contexte(self):
        a = self.attribution
        if a is None:
            return Contexte(aujourdhui=self.world.today)
        return Contexte(
            aujourdhui=self.world.today,
            annee=a.annee,
            libelle_programme=self.kit.programme.label,
            lot=a.lot,
            forfait_recrutement=a.forfait,
            mandataire=a.mandataire_siret,
            id_action_cr=a.id_action_cr,
            of_mandataire_cr=a.of_mandataire_cr,
            places_attribuees=a.places,
            regional=True,
            certifinfo=self.kit.certifinfo,
        )

    def _principal(self):
        porteur = self.world.by_id.get(self.create.porteur)
        return next((p.id for p in porteur.places if p.principal), None) if porteur else None

    def _formation(self):
        row = Row(
            self.kit,
            Level.FORMATION,
            self.numbers.next("core.Formation"),
            etablissement_id=self.create.porteur,
        )
        row.values["certifinfo"] = self.create.certifinfo
        self.kit.give(row, self.contexte, new=True)
        self._certifinfo(row)
        return row

    def _certifinfo(self, row):
        """Fill what Certifinfo gives: `core.dossiers.given`."""
        if not self.kit.received:
            return
        term = self.world.terms.get(("certifinfo", row.values["certifinfo"]))
        row.values["type_certification"] = term[2].get("type_libelle", "") if term else ""
        if term and not row.values["intitule"]:
            row.values["intitule"] = term[0][:255]

    # Steps ------------------------------------------------------------------------------

    def play(self, script):
        for step in script:
            match step:
                case Save():
                    self.save(step)
                case Move():
                    self.move(step, [self._remark(*remark) for remark in step.remarks])
                case AddSession():
                    session = self.add_session()
                    self.told(step, session.key, f"Session {session.id}", "ajoutée")
                case AddDispositif():
                    row = self.add_dispositif(step.session)
                    where = f"Session {self.sessions[step.session].id}, dispositif {row.id}"
                    self.told(step, row.key, where, "ajouté")
                case Agree():
                    self.accords.append((step, self.online_number))
                case Retire():
                    session = self.sessions[step.session]
                    session.own["retiree_le"] = step.at.date()
                    self.told(step, session.key, f"Session {session.id}", "retirée")
        return self

    def told(self, step, key, where, after):
        """Keep that a row was added or removed, as `core.dossiers.saving.changing` does."""
        self.changed(step, [{"path": f"{key}.", "label": where, "before": "", "after": after}])

    def shown(self, publication):
        """Note which sessions are online, as `core.offres.receivers` does."""
        online = (
            {s.key for s in self.roots[publication["number"]].each(Level.SESSION)}
            if publication
            else ()
        )
        for session in self.sessions:
            session.own["en_ligne"] = session.key in online
            session.own["a_ete_en_ligne"] = (
                session.own.get("a_ete_en_ligne", False) or session.key in online
            )

    def add_session(self):
        row = Row(self.kit, Level.SESSION, self.numbers.next("core.Session"), action_id=self.id)
        row.values["site_lieu"] = self.action.values["site_dispensateur"]
        if a := self.attribution:
            row.values |= {"site_lieu": str(a.site), "date_debut": a.debut, "date_fin": a.fin}
        elif self.create.porteur:
            row.values["organisme_responsable"] = self.world.by_id[self.create.porteur].siret
        self.kit.give(row, self.contexte, new=True)
        self.sessions.append(row)
        self.dispositifs.append([])
        self.add_dispositif(len(self.sessions) - 1)
        return row

    def add_dispositif(self, session):
        row = Row(
            self.kit,
            Level.DISPOSITIF,
            self.numbers.next("core.Dispositif"),
            session_id=self.sessions[session].id,
        )
        if self.attribution:
            left = self.attribution.places - sum(
                d.values["places"] or 0 for several in self.dispositifs for d in several
            )
            row.values["places"] = left if left > 0 else None
        self.kit.give(row, self.contexte, new=True)
        self.dispositifs[session].append(row)
        return row

    def row_of(self, where):
        match where:
            case ("F",):
                return self.formation
            case ("A",):
                return self.action
            case ("S", session):
                return self.sessions[session]
            case ("D", session, rank):
                return self.dispositifs[session][rank]
        raise LookupError(where)

    def save(self, step):
        row = self.row_of(step.row)
        before = dict(row.values)
        typable = self.kit.typable[row.level]
        for name, value in step.values.items():
            if name in typable:
                row.set(typable[name], value)
        self.kit.give(row, self.contexte)
        if row.level is Level.FORMATION:
            self._certifinfo(row)
        changes = differences(self.world, row, self.kit.level[row.level], before)
        if row is self.action:
            self.version += 1
        else:
            row.version += 1
        self.changed(step, changes)

    def _remark(self, where, name, message):
        row = self.row_of(where)
        label = f"{row.level.label} {row.id}, {self.kit.fields[name].label}"
        return {"path": f"{row.key}.{name}", "label": label, "message": message}

    # What it leaves ----------------------------------------------------------------------

    def tree(self):
        """Return the dossier as fiches, as `core.dossiers.rows.read` does."""
        sessions = tuple(
            Fiche(
                Level.SESSION,
                s.key,
                dict(s.values),
                tuple(Fiche(Level.DISPOSITIF, d.key, dict(d.values)) for d in several),
            )
            for s, several in zip(self.sessions, self.dispositifs, strict=True)
            if not s.own.get("retiree_le")
        )
        action = Fiche(Level.ACTION, self.action.key, dict(self.action.values), sessions)
        return Fiche(
            Level.FORMATION,
            self.formation.key,
            dict(self.formation.values),
            (action,),
            self.contexte,
        )

    def payload(self):
        root, code = self.tree(), self.kit.programme.code
        return payload.payload(root, code), code, root

    def write(self):
        """Put the rows of the dossier on the sheet."""
        add, level = self.sheet.add, self.kit.level
        if self.new_formation:
            self._write(
                "core.Formation", self.formation, {"blocs": ("core.BlocCompetence", "formation_id")}
            )
        row = self.action.columns(self.world, level[Level.ACTION]) | self.columns() | {
            "formation_id": self.formation.id, "porteur_id": self.create.porteur,
            "attribution_id": self.create.attribution, "created_at": self.create.at,
        }  # fmt: skip
        add("core.Action", row)
        self._rows(self.action, {"equipements": ("core.Equipement", "action_id")})
        for session, several in zip(self.sessions, self.dispositifs, strict=True):
            self._write("core.Session", session, {
                "informations_collectives": ("core.InformationCollective", "session_id"),
                "periodes_inscription": ("core.PeriodeInscription", "session_id"),
            })  # fmt: skip
            for dispositif in several:
                self._write("core.Dispositif", dispositif, {})
        for step, number in self.accords:
            add(
                "core.AccordRegion",
                {
                    "action_id": self.id,
                    "publication": number,
                    "date": step.day,
                    "reference": step.reference,
                    "donne_par": step.donne_par,
                    "saisi_par_id": step.by.id,
                    "saisi_le": step.at,
                },
            )
        self.history()

    def _write(self, label, row, tables):
        self.sheet.add(label, row.columns(self.world, self.kit.level[row.level]))
        self._rows(row, tables)

    def _rows(self, row, tables):
        for name, (label, parent) in tables.items():
            for line in row.values[name]:
                found = {parent: row.id}
                for column in self.kit.fields[name].columns:
                    value = line[column.name]
                    key = column.name + "_id" if column.kind is Kind.SITE else column.name
                    found[key] = int(value) if value and column.kind is Kind.SITE else value
                self.sheet.add(label, found)
