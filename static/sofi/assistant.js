/* « Formations publiques »: an answer asks for the next question at once; the button « Continuer » does it without this file. */
"use strict";
{
	const form = document.getElementById("assistant");
	const KEY = "sofi-assistant";
	const last = sessionStorage.getItem(KEY);
	sessionStorage.removeItem(KEY);
	if (last && document.getElementById(last)) document.getElementById(last).focus();
	form?.addEventListener("change", (event) => {
		if (!event.target.matches("select") || event.target.matches(".admin-autocomplete")) return;
		sessionStorage.setItem(KEY, event.target.id);
		form.requestSubmit(form.querySelector("button[name=_continue]"));
	});
}
