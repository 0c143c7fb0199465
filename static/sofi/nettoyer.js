/* « Nettoyer le texte »: the server says what a plain text is; the text of before stays one click away. */
"use strict";
{
	const SENTENCES = {
		cleaned: "Texte nettoyé : relisez-le.",
		plain: "Rien à nettoyer dans ce texte.",
		back: "Texte d’avant remis.",
		failed: "Le nettoyage n’a pas abouti : vérifiez votre connexion, puis recommencez. Votre texte n’a pas changé.",
	};
	const before = new WeakMap();

	for (const line of document.querySelectorAll(".nettoyer")) line.hidden = false;

	function put(button, area, text) {
		area.value = text;
		area.dispatchEvent(new Event("input", { bubbles: true }));
		button.textContent = before.has(button) ? button.dataset.retour : button.dataset.nom;
	}

	async function cleaned(button, area) {
		const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
		const answer = await fetch(button.dataset.url, {
			method: "POST",
			headers: { "X-CSRFToken": token },
			body: new URLSearchParams({ texte: area.value }),
		});
		const found = await answer.json();
		if (found.refus) throw new Error(found.refus, { cause: "refus" });
		return found.texte;
	}

	async function press(button) {
		const area = document.getElementById(button.dataset.nettoyer);
		const status = document.getElementById(button.getAttribute("aria-describedby"));
		if (before.has(button)) {
			const text = before.get(button);
			before.delete(button);
			put(button, area, text);
			status.textContent = SENTENCES.back;
			return;
		}
		const typed = area.value;
		button.disabled = true;
		try {
			const text = await cleaned(button, area);
			if (text === typed) status.textContent = SENTENCES.plain;
			else {
				before.set(button, typed);
				put(button, area, text);
				status.textContent = SENTENCES.cleaned;
			}
		} catch (error) {
			status.textContent = error.cause === "refus" ? error.message : SENTENCES.failed;
		}
		button.disabled = false;
		button.focus();
	}

	document.addEventListener("click", (event) => {
		const button = event.target.closest("[data-nettoyer]");
		if (button) press(button);
	});

	/* Once something else is typed, the text of before is no longer the one to come back to. */
	document.addEventListener("input", (event) => {
		if (!event.isTrusted || !event.target.id) return;
		const button = document.querySelector(`[data-nettoyer="${CSS.escape(event.target.id)}"]`);
		if (button && before.delete(button)) button.textContent = button.dataset.nom;
	});
}
