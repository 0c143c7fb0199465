/* The chooser of terms: search by relevance, tree beside, ticked terms in order, the principal one marked.
   The <select> stays the truth: it is what is posted, and all there is without this file. */
"use strict";
{
	const make = (tag, attributes = {}, ...children) => {
		const node = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, value);
		node.append(...children);
		return node;
	};
	const ask = async (url, parameters) => {
		const answer = await fetch(`${url}?${new URLSearchParams(parameters)}`, { credentials: "same-origin" });
		if (!answer.ok) throw new Error(String(answer.status));
		return (await answer.json()).termes;
	};
	const FAILED = "La recherche n’a pas abouti : vérifiez votre connexion, puis recommencez.";
	const plural = (count, one, many) => (count > 1 ? `${count} ${many}` : `${count} ${one}`);
	const button = (text, label, icon) => make("button", { type: "button", "aria-label": label, title: label, "data-do": icon }, text);

	class Chooser {
		constructor(root) {
			this.root = root;
			this.select = root.querySelector("select");
			this.id = this.select.id;
			this.most = Number(root.dataset.most) || Infinity;
			this.form = this.select.form;
			this.principal = root.dataset.principal ? this.form.elements[root.dataset.principal] : null;
			this.select.hidden = true;
			this.build();
			this.draw();
		}

		build() {
			this.chips = make("ol", { class: "formacode-choisis", "aria-label": "Domaines choisis, dans l’ordre" });
			this.said = make("p", { class: "aide", role: "status" });
			this.input = make("input", { type: "search", id: `${this.id}_recherche`, class: "choix", autocomplete: "off", "aria-controls": `${this.id}_resultats` });
			this.browse = make("button", { type: "button", class: "bouton bouton-second", "aria-expanded": "false", "aria-controls": `${this.id}_panneaux` }, "Parcourir l’arbre");
			this.results = make("ul", { class: "formacode-resultats", id: `${this.id}_resultats`, role: "listbox", "aria-multiselectable": "true", "aria-label": "Résultats de la recherche" });
			this.tree = make("ul", { class: "formacode-arbre", role: "tree", "aria-multiselectable": "true", "aria-label": "Arbre des domaines" });
			this.panels = make("div", { class: "formacode-panneaux", id: `${this.id}_panneaux`, hidden: "" }, this.results, this.tree);
			this.root.append(
				this.chips,
				make("div", { class: "formacode-recherche" }, make("label", { class: "champ-nom", for: this.input.id }, "Chercher un mot, un domaine ou un code"), this.input, this.browse),
				this.said,
				this.panels,
			);
			for (const type of ["input", "change"]) this.input.addEventListener(type, (event) => event.stopPropagation());
			this.input.addEventListener("input", () => {
				clearTimeout(this.timer);
				this.timer = setTimeout(() => this.search(), 200);
			});
			this.input.addEventListener("keydown", (event) => this.typed(event));
			this.browse.addEventListener("click", () => this.toggleTree());
			this.results.addEventListener("click", (event) => this.clicked(event));
			this.results.addEventListener("keydown", (event) => this.inResults(event));
			this.tree.addEventListener("click", (event) => this.clicked(event));
			this.tree.addEventListener("keydown", (event) => this.inTree(event));
			this.chips.addEventListener("click", (event) => this.onChip(event));
			this.principal?.addEventListener("change", () => this.draw());
			this.title = this.form?.elements.namedItem("intitule");
			if (this.title && this.root.dataset.suggest) this.suggestions();
			new MutationObserver(() => this.mark()).observe(this.chips, { childList: true });
		}

		// What the title calls for -------------------------------------------------------

		suggestions() {
			this.offered = make("div", { class: "formacode-propositions", role: "group", "aria-label": "Domaines proposés d’après l’intitulé", hidden: "" });
			this.chips.after(this.offered);
			this.offered.addEventListener("click", (event) => {
				const pressed = event.target.closest("[data-code]");
				if (!pressed) return;
				this.toggle(pressed);
				(this.offered.querySelector("button:not([hidden])") || this.input).focus();
			});
			this.title.addEventListener("change", () => this.suggest());
			this.suggest();
		}

		async suggest() {
			const title = this.title.value.trim();
			let terms = [];
			try {
				if (title) terms = await ask(this.root.dataset.suggest, { intitule: title });
			} catch {
				return; // a help only: the search and the tree remain
			}
			if (title !== this.title.value.trim()) return;
			this.offered.replaceChildren(
				make("p", { class: "aide" }, "Proposés d’après l’intitulé :"),
				...terms.map((term) =>
					make("button", { type: "button", class: "bouton bouton-second", "data-code": term.code, "data-libelle": term.libelle },
						make("span", {}, `${term.code} - ${term.libelle}`), make("small", {}, term.raison)),
				),
			);
			this.left();
		}

		/* Show the suggestions that are not chosen yet. */
		left() {
			if (!this.offered) return;
			const codes = new Set(this.chosen().map((option) => option.value));
			const buttons = [...this.offered.querySelectorAll("button")];
			for (const button of buttons) button.hidden = codes.has(button.dataset.code);
			this.offered.hidden = buttons.every((button) => button.hidden);
		}

		// What is chosen --------------------------------------------------------------

		chosen() {
			return [...this.select.options];
		}

		principalCode() {
			const codes = this.chosen().map((option) => option.value);
			return this.principal && codes.includes(this.principal.value) ? this.principal.value : codes[0];
		}

		draw() {
			const first = this.principalCode();
			const options = this.chosen();
			this.chips.replaceChildren(
				...options.map((option, place) => {
					const isFirst = option.value === first;
					const chip = make("li", { class: isFirst ? "puce puce-principale" : "puce", "data-code": option.value }, make("span", {}, option.text));
					if (isFirst) chip.append(make("strong", {}, "principal"));
					else chip.append(button("★", `Faire de « ${option.text} » le domaine principal`, "principal"));
					if (place > 0) chip.append(button("↑", `Monter « ${option.text} »`, "monter"));
					if (place < options.length - 1) chip.append(button("↓", `Descendre « ${option.text} »`, "descendre"));
					chip.append(button("×", `Retirer « ${option.text} »`, "retirer"));
					return chip;
				}),
			);
			this.chips.hidden = !options.length;
			this.left();
		}

		changed(message) {
			if (this.principal) this.offer();
			this.draw();
			this.say(`${message} ${this.count()}`);
			this.select.dispatchEvent(new Event("change", { bubbles: true }));
		}

		count() {
			const number = this.chosen().length;
			return this.most === Infinity ? plural(number, "domaine choisi.", "domaines choisis.") : `${number} sur ${this.most}.`;
		}

		offer() {
			const kept = this.principalCode() || "";
			this.principal.replaceChildren(new Option("—", ""), ...this.chosen().map((o) => new Option(o.text, o.value)));
			this.principal.value = kept;
		}

		say(text) {
			this.said.textContent = text;
		}

		toggle(node) {
			const { code, libelle } = node.dataset;
			const known = this.chosen().find((option) => option.value === code);
			if (known) known.remove();
			else if (this.chosen().length >= this.most) return this.say(`${this.most} domaines au plus : retirez-en un d’abord.`);
			else this.select.append(new Option(`${code} - ${libelle}`, code, true, true));
			this.changed(known ? `« ${libelle} » est retiré.` : `« ${libelle} » est choisi.`);
		}

		onChip(event) {
			const pressed = event.target.closest("button");
			if (!pressed) return;
			const code = pressed.closest("li").dataset.code;
			const options = this.chosen();
			const place = options.findIndex((option) => option.value === code);
			const option = options[place];
			const what = pressed.dataset.do;
			if (what === "retirer") option.remove();
			if (what === "monter") options[place - 1].before(option);
			if (what === "descendre") options[place + 1].after(option);
			if (what === "principal") {
				options[0].before(option);
				if (this.principal) this.principal.value = code;
			}
			const done = { retirer: "est retiré", monter: "est monté", descendre: "est descendu", principal: "est le domaine principal" }[what];
			this.changed(`« ${option.text} » ${done}.`);
			const chip = this.chips.querySelector(`[data-code="${CSS.escape(code)}"]`) || this.chips.children[Math.min(place, this.chips.children.length - 1)];
			(chip?.querySelector(`[data-do="${what}"]`) || chip?.querySelector("button") || this.input).focus();
		}

		mark() {
			const codes = new Set(this.chosen().map((option) => option.value));
			for (const node of this.panels.querySelectorAll("[data-code]")) {
				node.setAttribute(node.getAttribute("role") === "option" ? "aria-selected" : "aria-checked", String(codes.has(node.dataset.code)));
			}
		}

		// Searching ---------------------------------------------------------------------

		async search() {
			const words = this.input.value.trim();
			if (words.length < 2) return this.results.replaceChildren();
			this.open();
			let terms;
			try {
				terms = await ask(this.root.dataset.search, { q: words });
			} catch {
				return this.say(FAILED);
			}
			if (words !== this.input.value.trim()) return;
			this.results.replaceChildren(
				...terms.map((term, n) =>
					make("li", { role: "option", tabindex: n ? "-1" : "0", "data-code": term.code, "data-libelle": term.libelle, "data-ancetres": term.ancetres.join(" ") },
						make("span", {}, `${term.code} - ${term.libelle}`), make("small", {}, term.chemin)),
				),
			);
			this.mark();
			this.say(terms.length ? `${plural(terms.length, "résultat", "résultats")}. Flèches pour parcourir, espace pour cocher.` : `Rien ne répond à « ${words} ». Essayez un autre mot, ou parcourez l’arbre.`);
			if (terms.length) this.reveal(terms[0]);
		}

		typed(event) {
			if (event.key === "Enter") {
				event.preventDefault();
				clearTimeout(this.timer);
				this.search();
			}
			if (event.key === "ArrowDown" && this.results.firstElementChild) {
				event.preventDefault();
				this.results.querySelector("[tabindex='0']").focus();
			}
			if (event.key === "Escape") this.close();
		}

		inResults(event) {
			const node = event.target.closest("[role=option]");
			const go = { ArrowDown: node.nextElementSibling, ArrowUp: node.previousElementSibling || this.input, Home: this.results.firstElementChild, End: this.results.lastElementChild }[event.key];
			if (go) this.focus(go, event, this.results);
			else if (event.key === " " || event.key === "Enter") this.pressed(node, event);
			else if (event.key === "Escape") this.leave(event);
		}

		pressed(node, event) {
			event.preventDefault();
			this.toggle(node);
		}

		focus(node, event, within) {
			event.preventDefault();
			if (within.contains(node)) {
				for (const other of within.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
				node.tabIndex = 0;
			}
			node.focus();
		}

		clicked(event) {
			const node = event.target.closest("[data-code]");
			if (!node) return;
			if (event.target.closest(".plier")) return this.expand(node, node.getAttribute("aria-expanded") !== "true");
			this.toggle(node);
		}

		// The tree -------------------------------------------------------------------------

		open() {
			this.panels.hidden = false;
			this.browse.setAttribute("aria-expanded", "true");
			this.browse.textContent = "Fermer l’arbre";
			if (!this.rooted) this.rooted = this.fill(this.tree, "", 1);
			return this.rooted;
		}

		close() {
			this.panels.hidden = true;
			this.browse.setAttribute("aria-expanded", "false");
			this.browse.textContent = "Parcourir l’arbre";
		}

		leave(event) {
			event.preventDefault();
			event.stopPropagation();
			this.close();
			this.input.focus();
		}

		toggleTree() {
			if (!this.panels.hidden) return this.close();
			this.open();
		}

		async fill(list, code, level) {
			let terms;
			try {
				terms = await ask(this.root.dataset.tree, code ? { sous: code } : {});
			} catch {
				return this.say(FAILED);
			}
			list.replaceChildren(
				...terms.map((term, n) => {
					const node = make("li", { role: "treeitem", "aria-level": level, tabindex: level === 1 && n === 0 ? "0" : "-1", "aria-expanded": term.enfants ? "false" : null, "data-code": term.code, "data-libelle": term.libelle });
					const name = level === 1 && term.chemin ? term.chemin : `${term.code} - ${term.libelle}`;
					node.append(make("span", { class: "plier", "aria-hidden": "true" }), make("span", { class: "terme" }, name));
					if (term.enfants) node.append(make("ul", { role: "group" }));
					return node;
				}),
			);
			this.mark();
		}

		async expand(node, open) {
			const group = node.querySelector(":scope > [role=group]");
			if (!group) return;
			if (open && !group.firstElementChild) await this.fill(group, node.dataset.code, Number(node.getAttribute("aria-level")) + 1);
			node.setAttribute("aria-expanded", String(open));
		}

		async reveal(term) {
			await this.open();
			let node = null;
			for (const code of [...term.ancetres, term.code]) {
				if (node) await this.expand(node, true);
				node = this.tree.querySelector(`[data-code="${CSS.escape(code)}"]`) || node;
			}
			if (!node) return;
			for (const other of this.tree.querySelectorAll(".trouve")) other.classList.remove("trouve");
			node.classList.add("trouve");
			this.tree.scrollTop = node.offsetTop - this.tree.offsetTop - 20;
		}

		inTree(event) {
			const node = event.target.closest("[role=treeitem]");
			const shown = [...this.tree.querySelectorAll("[role=treeitem]")].filter((one) => !one.parentElement.closest("[aria-expanded=false]"));
			const place = shown.indexOf(node);
			const expanded = node.getAttribute("aria-expanded");
			const above = node.parentElement.closest("[role=treeitem]");
			if (event.key === "ArrowRight" && expanded === "false") {
				event.preventDefault();
				return this.expand(node, true);
			}
			if (event.key === "ArrowLeft" && expanded === "true") {
				event.preventDefault();
				return this.expand(node, false);
			}
			const go = { ArrowDown: shown[place + 1], ArrowUp: shown[place - 1], Home: shown[0], End: shown.at(-1), ArrowRight: expanded === "true" ? shown[place + 1] : null, ArrowLeft: above }[event.key];
			if (go) this.focus(go, event, this.tree);
			else if (event.key === " " || event.key === "Enter") this.pressed(node, event);
			else if (event.key === "Escape") this.leave(event);
		}
	}

	const start = () => {
		for (const root of document.querySelectorAll(".formacode:not([data-pret])")) {
			root.dataset.pret = "";
			new Chooser(root);
		}
	};
	if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
	else start();
}
