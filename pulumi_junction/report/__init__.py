"""Previews of the engine, made readable: what changes, in days, per team, data provider and resource."""
