"""Several subjects moved in one transaction."""


def lock_all(subjects):
    """Lock several subjects in one order, so that two people never wait for each other."""
    rows = (
        type(subjects[0])._base_manager.select_for_update().filter(pk__in=[s.pk for s in subjects])
    )
    list(rows.order_by("pk").values_list("pk"))
