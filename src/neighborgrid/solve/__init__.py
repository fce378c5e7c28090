"""The exact assignment of households to members: pairs, caps, flow, reasons, plan."""
