"""Listings from a file: bytes are read, each line is judged, people look at it, a batch is applied and taken back.

1. `uploading`, `reading`, `opening`, `rows`: a file becomes rows.
2. `judging`, over what is `known` (`store_known`, `grounds`, `claims`), makes of each row what it comes to (`judged`).
3. `previewing`, `vanished`, `looking`, `choosing`, `exporting`: what people see of it, and leave out.
4. `agreeing`, `second`, then `rejudging`, `staging`, `putting_in_force`, `telling` under `applying`: it is in force,
   all at once.
5. `reverting`, `revert_plan`, `restoring`, `taking_back`: and out again.

`background` does what was asked for, `failing` gives up what cannot be done, `finding_batches` finds a batch for an
act. `rows`, `known`, `judged` and `judging` are pure.
"""
