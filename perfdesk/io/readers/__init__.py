"""Files of every kind opened into one `Snapshot`, in a guarded process; io/read_forms asks by_kind and guard."""
