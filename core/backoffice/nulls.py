"""What no base can hold in an address: the null character, refused once for every page."""

from django.core.exceptions import BadRequest

NULL = "\0"


def readable(get_response):
    """Middleware: answer 400 to an address that holds a null character.

    A cookie that does is forgotten: nobody typed it.
    """

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        if NULL in request.path_info or NULL in query or "%00" in query:
            raise BadRequest("Null character in the address.")
        if any(NULL in value for value in request.COOKIES.values()):
            cookies = request.COOKIES.items()
            request.COOKIES = {name: value for name, value in cookies if NULL not in value}
        return get_response(request)

    return middleware
