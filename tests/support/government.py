"""A request of a government, as it is entered in the register."""

from __future__ import annotations

import datetime

from cektautan.desk.record.government import RequestEntry

ENTRY = RequestEntry(
    kind="GovernmentRequest",
    sender="Kementerian Contoh",
    title_id="Permintaan mencabut satu catatan",
    title_en="Request to retract one record",
    body_id="Diminta mencabut satu catatan tentang tarif listrik.",
    body_en="We were asked to retract one record about electricity prices.",
    legal_basis="Permenkominfo 5/2020",
    received=datetime.date(2026, 10, 1),
    claims=1,
)
