/* What the panel says of a field is told beside it too: once one has left it, or when one came by a link that names it.
   A new fiche is not covered in red. The sentences are the panel's: there is no rule here, and the page works without. */
"use strict";
{
	const panel = document.getElementById("panneau");
	const form = panel && document.querySelector(panel.getAttribute("hx-include"));
	const left = new Set();
	let all = false, leaving = 0, typed = 0, asked = 0;

	/* Until the panel is told again what is typed, and the page with it, they are out of date. */
	function busy() {
		if (leaving || (window.htmx && typed > asked)) panel.setAttribute("aria-busy", "true");
		else panel.removeAttribute("aria-busy");
	}

	function type(event) {
		if (!event.target.form || event.target.form !== form) return;
		typed = performance.now();
		busy();
	}

	function placeOf(link) {
		return link.pathname === location.pathname && document.getElementById(decodeURIComponent(link.hash.slice(1)));
	}

	function tell() {
		for (const old of document.querySelectorAll(".champ-point")) old.remove();
		for (const item of panel.querySelectorAll(".manques li")) {
			const link = item.querySelector("a[href*='#champ-']");
			const place = link && placeOf(link);
			if (!place || place.querySelector(".champ-erreur") || !(all || left.has(place.id))) continue;
			const kind = item.classList.contains("conseil") ? "conseil" : "bloquant";
			const line = Object.assign(document.createElement("p"), { className: `champ-point ${kind}`, id: `${place.id}_point` });
			line.textContent = item.textContent.trim();
			place.insertBefore(line, place.querySelector(":scope > .demande"));
			const field = place.querySelector("input:not([type=hidden]), select, textarea");
			const said = field?.getAttribute("aria-describedby")?.split(" ") ?? [];
			if (field && !said.includes(line.id)) field.setAttribute("aria-describedby", [...said, line.id].join(" "));
		}
	}

	function arrive() {
		all ||= document.getElementById(decodeURIComponent(location.hash.slice(1)))?.matches(".champ") ?? false;
		tell();
	}

	if (panel) {
		document.addEventListener("focusout", (event) => {
			const place = event.target.closest(".champ[id]");
			if (!place || left.has(place.id)) return;
			left.add(place.id);
			leaving += 1;
			busy();
			setTimeout(() => { // what is being clicked does not move
				leaving -= 1;
				tell();
				busy();
			}, 300);
		});
		document.addEventListener("input", type);
		document.addEventListener("change", type);
		let sent = 0;
		panel.addEventListener("htmx:beforeRequest", () => { sent = performance.now(); });
		panel.addEventListener("htmx:afterRequest", (event) => {
			asked = sent;
			if (!event.detail.successful) busy();
		});
		panel.addEventListener("htmx:afterSettle", () => {
			tell();
			busy();
		});
		addEventListener("hashchange", arrive);
		arrive();
	}
}
