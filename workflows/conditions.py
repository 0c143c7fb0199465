"""The conditions under which a move is legal, beside the state that it leaves."""


def online(subject):
    return subject.online_number is not None


def offline_version(subject):
    return subject.online_number is None and subject.publications().exists()


def can_be_taken_back(subject):
    return not subject.sent_for_good


def held(subject):
    return bool(subject.hold_reason)


def not_held(subject):
    return not held(subject)


def taken(subject):
    return subject.reviewer_id is not None
