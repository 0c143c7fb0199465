"""What a move tells the layers above, inside its transaction or after it.

`publishing` and `unpublishing` run inside: a receiver may return issues, which refuse the move.
`moving` runs inside too: a receiver may write on the subject, which is saved just after.
`moved` is sent once the transaction is committed.
"""

from django.dispatch import Signal

publishing = Signal()  # subject, publication
unpublishing = Signal()  # subject
moving = Signal()  # subject, name
moved = Signal()  # subject, log
