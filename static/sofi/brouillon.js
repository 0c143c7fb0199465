/* Autosave of a fiche: what is typed is kept a second and a half after the last key, and when the tab goes away.
   Without this file the page works as before: nothing is kept until « Enregistrer ». */
"use strict";
{
	const said = document.getElementById("etat-saisie");
	const form = said && document.getElementById(said.dataset.formulaire);
	const WAIT = 1500;
	let timer = 0, waiting = false, failed = false, leaving = false;

	function tab() {
		let key = sessionStorage.getItem("sofi-onglet");
		if (!key) sessionStorage.setItem("sofi-onglet", (key = Math.random().toString(36).slice(2) + Date.now().toString(36)));
		return key;
	}

	/* A new login gives a new token: the form follows it. */
	function token() {
		const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
		const field = form.querySelector("[name=csrfmiddlewaretoken]");
		if (cookie && field) field.value = cookie;
		return field?.value ?? "";
	}

	function body() {
		const data = new URLSearchParams();
		for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
		return data;
	}

	async function keep(keepalive = false) {
		clearTimeout(timer);
		if (!waiting) return;
		waiting = false;
		try {
			const answer = await fetch(said.dataset.adresse, {
				method: "POST", body: body(), keepalive, redirect: "error", credentials: "same-origin",
				headers: { "X-CSRFToken": token(), "X-Sofi-Page": said.dataset.page, "X-Sofi-Onglet": tab() },
			});
			const read = await answer.json();
			failed = !answer.ok;
			said.textContent = answer.ok ? `Brouillon gardé à ${read.heure}` : read.refus;
		} catch {
			failed = waiting = true;
			said.textContent = "Brouillon non gardé : vérifiez votre connexion, ou reconnectez-vous dans un autre onglet. Vos réponses restent sur cette page.";
		}
		said.classList.toggle("etat-echec", failed);
	}

	if (form) {
		const own = Object.assign(document.createElement("input"), { type: "hidden", name: "_tab", value: tab() });
		form.append(own);
		const typed = () => {
			waiting = true;
			clearTimeout(timer);
			timer = setTimeout(keep, WAIT);
		};
		form.addEventListener("input", typed);
		form.addEventListener("change", typed);
		form.addEventListener("submit", () => {
			leaving = true;
			clearTimeout(timer);
			token();
		});
		document.addEventListener("visibilitychange", () => {
			if (document.visibilityState === "hidden" && !leaving) keep(true);
		});
		addEventListener("pagehide", () => !leaving && keep(true));
		addEventListener("beforeunload", (event) => {
			if (failed && waiting && !leaving) event.preventDefault();
		});
	}
}
