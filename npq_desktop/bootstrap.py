"""The one composition root: opens a data directory and hands every part what it needs."""

from datetime import datetime

from npq_desktop.programme import load_programme
from npq_desktop.resources import resource
from npq_desktop.services.announcements import AnnouncementsService
from npq_desktop.services.application import Application
from npq_desktop.services.catch_up import CatchUpService
from npq_desktop.services.cohort import CohortService
from npq_desktop.services.database_key import database_key
from npq_desktop.services.event_changes import EventChangesService
from npq_desktop.services.example_group import ExampleGroup
from npq_desktop.services.exchange import ExchangeService
from npq_desktop.services.group_facts import FactsOfGroups
from npq_desktop.services.groups import GroupsService
from npq_desktop.services.identity import Identities
from npq_desktop.services.membership import MembershipService
from npq_desktop.services.moved_marks import MovedMarksService
from npq_desktop.services.paper import PaperService
from npq_desktop.services.people import PeopleService
from npq_desktop.services.places import Places
from npq_desktop.services.profile import ProfileService
from npq_desktop.services.recorder import Clock, Recorder
from npq_desktop.services.register import RegisterService
from npq_desktop.services.review import ReviewService
from npq_desktop.services.settings import SettingsFile
from npq_desktop.services.setup import SetupService
from npq_desktop.services.signoff import SignoffService
from npq_desktop.services.undo import UndoService
from npq_desktop.services.visits import Visits
from npq_desktop.store.engine import FILE_NAME
from npq_desktop.store.store import Store


def local_now() -> datetime:
    """The laptop's clock with its own offset; nobody's rule depends on it."""
    return datetime.now().astimezone()


def open_application(places: Places, *, clock: Clock = local_now) -> Application:
    """Open the data directory and build the services on it.

    Raises:
        StoreError: it is in use, damaged, without its key, or in a place that loses data.
        ServiceError: the settings file cannot be read.
        ProgrammeError: the shipped programme definition is broken.
    """
    settings = SettingsFile(path=places.settings_file)
    key = database_key(
        places=places, settings=settings, store_exists=(places.data / FILE_NAME).exists()
    )
    store = Store.open(places.data, key, now=clock)
    try:
        return _build(store, settings, clock)
    except BaseException:
        store.close()
        raise


def _build(store: Store, settings: SettingsFile, clock: Clock) -> Application:
    identities = Identities(local=store.local)
    facts = FactsOfGroups(store=store)
    recorder = Recorder(store=store, facts=facts, identities=identities, clock=clock)
    undo = UndoService(recorder=recorder)
    register = RegisterService(facts=facts, recorder=recorder, undo=undo, clock=clock)
    visits = Visits(store=store, facts=facts, identities=identities, recorder=recorder, undo=undo)
    signoff = SignoffService(facts=facts, recorder=recorder, register=register, undo=undo)
    exchange = ExchangeService(store=store, facts=facts, identities=identities, clock=clock)
    setup = SetupService(
        facts=facts,
        recorder=recorder,
        identities=identities,
        undo=undo,
        programme=load_programme(resource("programmes/npqlpm.toml")),
        clock=clock,
    )
    example = ExampleGroup(
        store=store,
        facts=facts,
        recorder=recorder,
        setup=setup,
        signoff=signoff,
        undo=undo,
        clock=clock,
    )
    return Application(
        clock=clock,
        profile=ProfileService(identities=identities, settings=settings),
        groups=GroupsService(
            store=store,
            facts=facts,
            identities=identities,
            own_entries=exchange.own_entries,
            add_example=example.add,
        ),
        register=register,
        signoff=signoff,
        undo=undo,
        paper=PaperService(
            facts=facts, recorder=recorder, register=register, undo=undo, local=store.local
        ),
        event_changes=EventChangesService(facts=facts, recorder=recorder, undo=undo, clock=clock),
        moved_marks=MovedMarksService(facts=facts, recorder=recorder, undo=undo, clock=clock),
        announcements=AnnouncementsService(facts=facts, recorder=recorder, undo=undo),
        people=PeopleService(
            facts=facts, recorder=recorder, undo=undo, register=register, visits=visits
        ),
        catch_up=CatchUpService(facts=facts, recorder=recorder, undo=undo, clock=clock),
        cohort=CohortService(facts=facts, clock=clock),
        review=ReviewService(facts=facts, recorder=recorder, undo=undo, local=store.local),
        setup=setup,
        exchange=exchange,
        membership=MembershipService(
            store=store,
            recorder=recorder,
            identities=identities,
            exchange=exchange,
            words=resource("words.txt"),
        ),
        store=store,
        close=store.close,
    )
