/* The page of a site: a postal code proposes its communes, a commune gives its postal code and its place. */
"use strict";
{
	const field = (name) => document.getElementById(`id_${name}`);
	const [postal, commune, town, longitude, latitude] = ["code_postal", "commune", "bureau_distributeur", "longitude", "latitude"].map(field);
	if (postal && commune) {
		const url = new URL("../../../../communes/", location.href);
		const said = document.createElement("div");
		said.className = "communes-proposees";
		said.setAttribute("role", "status");
		postal.after(said);
		let given = null; // coordinates that a commune gave, and that nobody corrected since

		const ask = async (parameters) => {
			try {
				const answer = await fetch(`${url}?${new URLSearchParams(parameters)}`, { credentials: "same-origin" });
				return answer.ok ? (await answer.json()).communes : [];
			} catch {
				return [];
			}
		};
		const fill = (input, value) => {
			if (!input || value === null || value === undefined) return;
			input.value = value;
			input.dispatchEvent(new Event("input", { bubbles: true }));
		};
		const place = (found) => {
			const untouched = !longitude.value || !latitude.value || (given && longitude.value === given[0] && latitude.value === given[1]);
			if (!untouched || found.longitude === null) return;
			given = [String(found.longitude), String(found.latitude)];
			fill(longitude, given[0]);
			fill(latitude, given[1]);
		};
		const choose = (found) => {
			commune.replaceChildren(new Option(`${found.code} - ${found.libelle}`, found.code, true, true));
			commune.dispatchEvent(new Event("change", { bubbles: true }));
			fill(town, found.bureau);
			place(found);
			said.textContent = `Commune : ${found.libelle}.`;
		};
		const propose = (rows, sentence, label, chosen) => {
			said.replaceChildren(sentence);
			for (const row of rows) {
				const button = document.createElement("button");
				button.type = "button";
				button.className = "bouton bouton-second";
				button.textContent = label(row);
				button.addEventListener("click", () => chosen(row));
				said.append(button);
			}
		};
		postal.addEventListener("change", async () => {
			const code = postal.value.trim();
			if (!/^\d{5}$/.test(code)) return;
			const found = await ask({ code_postal: code });
			if (found.some((row) => row.code === commune.value)) said.replaceChildren();
			else if (found.length === 1) choose(found[0]);
			else if (found.length) propose(found, "Quelle commune ? ", (row) => row.libelle, choose);
			else said.textContent = "Ce code postal n’est pas connu : choisissez la commune ci-dessous.";
		});
		const communeChanged = async () => {
			if (!commune.value) return;
			const [found] = await ask({ commune: commune.value });
			if (!found) return;
			place(found);
			if (!town.value) fill(town, found.bureau);
			if (found.codes_postaux.includes(postal.value.trim())) return;
			const take = (code) => {
				fill(postal, code);
				fill(town, found.bureau);
				said.replaceChildren();
			};
			if (found.codes_postaux.length === 1 && !postal.value) take(found.codes_postaux[0]);
			else if (found.codes_postaux.length) propose(found.codes_postaux, `Code postal de ${found.libelle} : `, (code) => code, take);
		};
		window.django?.jQuery ? window.django.jQuery(commune).on("select2:select", communeChanged) : commune.addEventListener("change", communeChanged);
	}
}
