"""What `cektautan serve` is made of.

`server` and `worker` answer. `renewal`, `resign` and `follow` publish, on time and after decisions. Between nodes the
set travels by `sending`, `taking`, `notices` and `set_state`. The desk's periodic work is `jobs`, run by `background`,
`scheduler`, `lead` and `one_run`. `welcome` and `extension_config` tell a person and an unpacked extension.
"""
