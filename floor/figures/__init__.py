"""What inspections tell: yields, defects, control charts; and the inspections behind every figure."""
