/* Autosave of a fiche: what is typed is kept a second and a half after the last key, and when the tab goes away.
   Without this file the page works as before: nothing is kept until « Enregistrer ». */
"use strict";
{
	const said = document.getElementById("etat-saisie");
	const form = said && document.getElementById(said.dataset.formulaire);
	const WAIT = 1500;
	const CARRIED = 60_000; // octets that a page which goes away may still send
	let timer = 0, running = null, waiting = false, failed = false, lost = false, leaving = false;

	/* The name of this tab: kept through a reload, and never the name of a copy of the tab, which has not left. */
	const NAME = "sofi-onglet";
	const tab = (sessionStorage.getItem(NAME) || Math.random().toString(36).slice(2) + Date.now().toString(36));
	sessionStorage.removeItem(NAME);
	addEventListener("pagehide", () => sessionStorage.setItem(NAME, tab));
	addEventListener("pageshow", () => {
		sessionStorage.removeItem(NAME);
		leaving = false;
		if (form) form.ariaBusy = null;
	});

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

	function say(words, link) {
		said.replaceChildren(words);
		if (link) said.append(" ", Object.assign(document.createElement("a"), { href: said.dataset.connexion, target: "_blank", className: "lien", textContent: link }));
		said.classList.toggle("etat-echec", failed);
	}

	/* Keep what is typed, one time after the other. */
	function keep(last = false) {
		clearTimeout(timer);
		if (waiting && (last || !running)) running = post(last).finally(() => { running = null; });
		return running;
	}

	/* `lost`: nobody heard, because the network or the login is gone. */
	async function post(last) {
		waiting = false;
		const typed = body();
		try {
			const answer = await fetch(said.dataset.adresse, {
				method: "POST", body: typed, keepalive: last && typed.toString().length < CARRIED, redirect: "manual", credentials: "same-origin",
				headers: { "X-CSRFToken": token(), "X-Sofi-Page": said.dataset.page, "X-Sofi-Onglet": tab },
			});
			failed = !answer.ok;
			lost = answer.type === "opaqueredirect" || answer.status === 403;
			if (answer.ok) say(`Brouillon gardé à ${(await answer.json()).heure}`);
			else if (lost) say("Vous n’êtes plus connecté : vos réponses restent sur cette page.", "Se reconnecter dans un nouvel onglet");
			else say(answer.status === 413 ? (await answer.json()).refus : "Brouillon non gardé : enregistrez.");
		} catch {
			failed = lost = true;
			say("Brouillon non gardé : vérifiez votre connexion. Vos réponses restent sur cette page.");
		}
		if (lost) waiting = true;
	}

	/* Sent only once it is kept: what the server never gets is never lost on the way to the login. */
	async function send(button) {
		form.ariaBusy = "true";
		await running;
		await keep();
		if (lost) form.ariaBusy = null;
		else form.requestSubmit(button);
	}

	if (form) {
		const own = Object.assign(document.createElement("input"), { type: "hidden", name: "_tab", value: tab });
		form.append(own);
		const typed = () => {
			waiting = true;
			clearTimeout(timer);
			timer = setTimeout(() => keep(), WAIT);
		};
		form.addEventListener("input", typed);
		form.addEventListener("change", typed);
		form.addEventListener("submit", (event) => {
			clearTimeout(timer);
			token();
			if (waiting || running) {
				event.preventDefault();
				send(event.submitter);
			} else {
				leaving = true;
			}
		});
		document.addEventListener("visibilitychange", () => {
			if (document.visibilityState === "hidden" ? !leaving : failed) keep(document.visibilityState === "hidden");
		});
		addEventListener("online", () => failed && keep());
		addEventListener("pagehide", () => !leaving && keep(true));
		addEventListener("beforeunload", (event) => {
			if (failed && waiting && !leaving) event.preventDefault();
		});
	}
}
