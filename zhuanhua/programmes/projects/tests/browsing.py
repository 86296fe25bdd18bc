"""One step of a walk through the pages: somebody reads, somebody presses, and the answer is what it has to be."""

from tests.support.cast import sign_in


def get(client, person, *places):
    """Read pages as a person, all of them there; gives them as one text."""
    sign_in(client, person)
    answers = {place: client.get(place) for place in places}
    wrong = {place: answer.status_code for place, answer in answers.items() if answer.status_code != 200}
    assert wrong == {}
    return "".join(answer.content.decode() for answer in answers.values())


def post(client, person, place, **typed):
    """Send a form as a person that has to be taken; gives where the answer leads."""
    answer = sign_in(client, person).post(place, typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]
