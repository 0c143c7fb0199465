"""Several subjects moved in one transaction."""


def lock_all(subjects):
    """Lock several subjects in one order, so that two people never wait for each other."""
    model = type(subjects[0])
    keys = [subject.pk for subject in subjects]
    rows = model._base_manager.select_for_update().filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))
