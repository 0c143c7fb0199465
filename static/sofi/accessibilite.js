/* Names and keys that unfold 0.110 and select2 forget: see dependances.md, "Accessibility".
   Everything here adds ARIA to what is in the page; nothing else depends on it. */
"use strict";
{
	const ICONS = {
		dock_to_right: "Afficher ou masquer le menu",
		close: "Fermer",
		unfold_more: "Votre compte et l’affichage",
		more_horiz: "Autres actions",
		more_vert: "Autres actions sur ce choix",
		chevron_right: "Déplier ou replier",
		expand_more: "Déplier ou replier la ligne",
		delete: "Supprimer la ligne",
		add: "Ajouter",
		search: "Rechercher",
		tune: "Filtres",
		computer: "Thème clair ou sombre",
		dark_mode: "Thème clair ou sombre",
		light_mode: "Thème clair ou sombre",
	};
	let last = 0;

	function idOf(element) {
		if (!element.id) element.id = `nom-${++last}`;
		return element.id;
	}

	/* The label of a field, or the header of its column in a table. */
	function namer(field) {
		const ids = [field.id, field.id.replace(/_[01]$/, "_0"), field.id.replace(/_[01]$/, "")];
		for (const id of ids) {
			const label = id && document.querySelector(`label[for="${CSS.escape(id)}"]`);
			if (label) return label;
		}
		const column = field.closest("td")?.className.match(/(?:^|\s)field-(?!tabular)(\S+)/)?.[1];
		return column && field.closest("table").querySelector(`th.column-${CSS.escape(column)}`);
	}

	function nameFields(root) {
		const bare = ":not([type=hidden]):not([type=submit]):not([aria-label]):not([aria-labelledby])";
		for (const field of root.querySelectorAll(`input${bare}, select${bare}, textarea${bare}`)) {
			const part = field.matches(".vDateField, .vTimeField") && field.closest(".datetime");
			if (field.labels?.length && !part) continue;
			const name = namer(field);
			if (!name) continue;
			const moment = field.matches(".vTimeField") ? "heure" : "date";
			const text = name.textContent.replace("*", "").replace(/\s+/g, " ").trim();
			field.setAttribute("aria-label", part ? `${text} : ${moment}` : text);
		}
	}

	function nameSelect2(root) {
		for (const box of root.querySelectorAll(".select2-container")) {
			const name = box.previousElementSibling?.matches("select") && namer(box.previousElementSibling);
			const shown = box.querySelector(".select2-selection__rendered");
			const search = box.querySelector(".select2-search__field");
			if (name) {
				const text = name.textContent.replace("*", "").trim();
				const selection = box.querySelector(".select2-selection");
				if (shown) selection?.setAttribute("aria-labelledby", `${idOf(name)} ${idOf(shown)}`);
				if (shown?.matches("[role=textbox]")) shown.setAttribute("aria-label", text);
				search?.setAttribute("aria-label", text);
			}
			/* A list may only hold items: the button that empties it makes it something else. */
			if (shown?.matches("ul")) {
				shown.setAttribute("role", "group");
				for (const item of shown.querySelectorAll("li")) item.setAttribute("role", "none");
			}
		}
		for (const search of root.querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])")) {
			search.setAttribute("aria-label", "Rechercher dans la liste");
		}
	}

	function silenceIcons(root) {
		for (const icon of root.querySelectorAll(".material-symbols-outlined")) {
			const text = icon.textContent.trim();
			if (!text) continue;
			const owner = icon.closest("a, button, [role=button], label");
			const said = owner && (owner.getAttribute("aria-label") || owner.title || owner.textContent.replace(text, "").trim());
			if (owner && !said) owner.setAttribute("aria-label", ICONS[text] ?? "Action");
			if (owner !== icon) icon.setAttribute("aria-hidden", "true");
		}
		for (const header of root.querySelectorAll("table[data-inline-formset] th:last-child:not(:has(*))")) {
			if (!header.textContent.trim()) header.innerHTML = '<span class="invisible-lu">Suppression</span>';
		}
		for (const tip of root.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) tip.setAttribute("role", "img");
	}

	/* What answers to the mouse answers to the keyboard. */
	function openToKeys(root) {
		const dead = "span, div, a:not([href])";
		for (const element of root.querySelectorAll(dead)) {
			if (!element.hasAttribute("x-on:click") || element.hasAttribute("role") || element.closest("label")) continue;
			if (element.querySelector("a[href], button, input")) continue;
			element.setAttribute("role", "button");
			element.tabIndex = 0;
		}
		root.querySelector("#changelist-filter-close")?.setAttribute("aria-label", "Fermer les filtres");
		for (const title of root.querySelectorAll("#changelist-filter h3:not([role])")) {
			title.setAttribute("role", "heading");
			title.setAttribute("aria-level", "2");
		}
		for (const nav of root.querySelectorAll("nav:not([aria-label])")) {
			const name = { "nav-sidebar-inner": "Menu principal", "tabs-items": "Onglets", "tabs-dropdown": "Autres onglets" }[nav.id];
			if (name) nav.setAttribute("aria-label", name);
		}
	}

	document.addEventListener("keydown", (event) => {
		const target = event.target;
		if (!["Enter", " "].includes(event.key) || !target.matches?.("[role=button]:not(button)")) return;
		event.preventDefault();
		target.click();
	});

	/* On a phone each line of a list becomes a card (unfold.css): its cells need their headers. */
	function titleCells(root) {
		const table = root.querySelector("#result_list");
		if (!table) return;
		for (const cell of table.querySelectorAll("tbody td[class*=field-]:not([data-titre])")) {
			const column = cell.className.match(/(?:^|\s)field-(\S+)/)[1];
			const header = table.querySelector(`th.column-${CSS.escape(column)} .text`);
			cell.dataset.titre = header?.textContent.trim() ?? "";
		}
	}

	/* An address that names a field leads into it, and the keyboard with it. */
	const FIELDS = "input:not([type=hidden], :disabled), select, textarea, .select2-selection, .verrou, a[href], button, [role=button]";
	function enterField() {
		const name = decodeURIComponent(location.hash).match(/^#champ-(.+)|^#(.+)-group$|^#(id_.+)/)?.slice(1).find(Boolean);
		const cell = document.getElementById(name)?.parentElement; // of a line of a small table
		const place = name && (document.getElementById(`champ-${name}`) ?? document.getElementById(`${name}-group`) ?? cell);
		if (!place) return;
		const field = [...place.querySelectorAll(FIELDS)].find((e) => !e.matches(".select2-hidden-accessible") && e.checkVisibility());
		place.scrollIntoView({ block: "center" });
		field?.focus({ preventScroll: true, focusVisible: true });
	}
	/* A page that refuses opens on what is to be mended. */
	addEventListener("load", () => {
		const refused = document.getElementById("a-corriger") ?? document.getElementById("non-enregistre");
		setTimeout(refused ? () => refused.focus() : enterField);
	});
	document.addEventListener("click", (event) => {
		const link = event.target.closest("a[href*='#']");
		if (link && !event.defaultPrevented && link.pathname === location.pathname) setTimeout(enterField);
	});

	/* A line that was just added is the one to fill. */
	document.addEventListener("formset:added", (event) => {
		[...event.target.querySelectorAll(FIELDS)].find((e) => e.matches("input, select, textarea") && e.checkVisibility())?.focus();
	});

	let waiting = false;
	function mend() {
		waiting = false;
		openToKeys(document);
		silenceIcons(document);
		nameFields(document);
		nameSelect2(document);
		titleCells(document);
	}
	function soon() {
		if (waiting) return;
		waiting = true;
		requestAnimationFrame(mend);
	}
	addEventListener("DOMContentLoaded", () => {
		mend();
		new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
	});
}
