"""What holds for every request of an account."""


def comptes(get_response):
    def middleware(request):
        return get_response(request)

    return middleware
