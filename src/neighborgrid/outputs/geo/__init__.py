"""Layers of a plan as files for GIS programs: GeoJSON, GeoPackage, KML and CSV, all in WGS-84."""
