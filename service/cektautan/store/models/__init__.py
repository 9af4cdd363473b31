"""The tables, one file for each part of the desk's work; importing this package makes all of them known."""

from cektautan.store.models.accounts import Account, AccountRole, LoginSession, Recusal, SpentForm
from cektautan.store.models.api_keys import ApiKey, ApiKeyUse
from cektautan.store.models.appeals import Appeal
from cektautan.store.models.base import Base
from cektautan.store.models.carried import CarriedFile, CarriedSet
from cektautan.store.models.cases import Case, Note
from cektautan.store.models.claims import Claim, OwnReview, Review, Source
from cektautan.store.models.evidence import Evidence
from cektautan.store.models.feeds import Feed, FeedPage, Finding, FollowedListing
from cektautan.store.models.imports import Batch, BatchRow
from cektautan.store.models.jobs import JobRun
from cektautan.store.models.listings import Listing
from cektautan.store.models.log import Change, Event, LogHead, Meta, Personal
from cektautan.store.models.looks import DomainLook, PageLook
from cektautan.store.models.proposals import Proposal
from cektautan.store.models.reports import Report, ReportMonth
from cektautan.store.models.requests import GovernmentRequest

__all__ = [
    "Account", "AccountRole", "ApiKey", "ApiKeyUse", "Appeal", "Base", "Batch", "BatchRow", "CarriedFile", "CarriedSet",
    "Case", "Change", "Claim", "DomainLook", "Event",
    "Evidence",
    "Feed", "FeedPage", "Finding", "FollowedListing",
    "GovernmentRequest", "JobRun",
    "Listing", "LogHead", "LoginSession", "Meta", "Note", "OwnReview", "PageLook", "Personal",
    "Proposal", "Recusal", "Report", "ReportMonth", "Review", "Source", "SpentForm",
]  # fmt: skip
