/* Helps beside the fields of a fiche: characters counted, an end proposed, durations added up.
   What is counted, proposed or added is said by the page (data-*): there is no rule here, and the page works without. */
"use strict";
{
	const number = new Intl.NumberFormat("fr-FR");

	/* As the server counts: a line break is one character, and so is a letter outside the basic plane. */
	function length(field) {
		const text = field.value.replace(/\r\n?/g, "\n");
		return [...(field.tagName === "TEXTAREA" ? text : text.trim())].length;
	}

	function below(field, kind) {
		const id = `${field.id}_${kind}`;
		let line = document.getElementById(id);
		if (!line) {
			line = Object.assign(document.createElement("p"), { id, className: `aide ${kind}` });
			(field.closest(".avec-unite") ?? field).after(line);
			field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
		}
		return line;
	}

	function count(field) {
		const most = Number(field.dataset.longueur);
		if (!most || !field.id || field.id.includes("__prefix__")) return;
		const found = length(field), line = below(field, "compte-lettres");
		line.textContent = found > most
			? `${number.format(found)} caractères sur ${number.format(most)} : retirez-en ${number.format(found - most)}`
			: `${number.format(found)} sur ${number.format(most)} caractères`;
		line.classList.toggle("trop", found > most);
		line.setAttribute("aria-live", found > most * 0.9 ? "polite" : "off");
	}

	function shifted(day, days) {
		const date = new Date(`${day}T12:00:00Z`);
		date.setUTCDate(date.getUTCDate() + days);
		return date.toISOString().slice(0, 10);
	}

	/* An end is after its start; while it is empty, the usual one is one click away. */
	function end(field) {
		const start = document.getElementById(field.dataset.debut);
		const line = below(field, "date-proposee");
		line.replaceChildren();
		field.min = start?.value ?? "";
		if (!start?.value || field.value || !field.dataset.jours) return;
		const day = shifted(start.value, Number(field.dataset.jours));
		const button = Object.assign(document.createElement("button"), { type: "button", className: "lien" });
		button.textContent = `Proposer le ${new Date(`${day}T12:00:00Z`).toLocaleDateString("fr-FR", { timeZone: "UTC" })}`;
		button.addEventListener("click", () => {
			field.value = day;
			field.dispatchEvent(new Event("input", { bubbles: true }));
			field.focus();
		});
		line.append(button);
	}

	function sum(field) {
		const values = field.dataset.somme.split(" ").map((id) => document.getElementById(id)?.value ?? "").filter(Boolean);
		const total = values.map(Number).reduce((one, other) => one + other, 0);
		below(field, "somme").textContent = values.length
			? `${field.dataset.sommeNom} : ${number.format(total)} ${field.dataset.sommeUnite}` : "";
	}

	function follow(target) {
		if (target.matches("[data-longueur]")) count(target);
		for (const field of document.querySelectorAll("[data-debut]")) {
			if (field === target || field.dataset.debut === target.id) end(field);
		}
		for (const field of document.querySelectorAll("[data-somme]")) {
			if (field.dataset.somme.split(" ").includes(target.id)) sum(field);
		}
	}

	document.querySelectorAll("[data-longueur]").forEach(count);
	document.querySelectorAll("[data-debut]").forEach(end);
	document.querySelectorAll("[data-somme]").forEach(sum);
	for (const heard of ["input", "change", "focusin"]) {
		document.addEventListener(heard, (event) => event.target.matches?.("input, textarea") && follow(event.target));
	}
	/* Only one reason is open at a time, and Escape closes it. */
	document.addEventListener("toggle", (event) => {
		if (!event.target.matches?.(".demande[open]")) return;
		for (const other of document.querySelectorAll(".demande[open]")) if (other !== event.target) other.open = false;
	}, true);
	document.addEventListener("keydown", (event) => {
		const open = event.key === "Escape" && document.querySelector(".demande[open]");
		if (open) {
			open.open = false;
			open.querySelector("summary").focus();
		}
	});
}
