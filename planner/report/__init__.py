"""What people read: map scene, workbook, summary page and map layers of a plan."""
