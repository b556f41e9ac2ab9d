/* SPDX-License-Identifier: GPL-3.0-or-later */

void
speak (GtkLabel *label)
{
  gtk_label_set_label (label, "Free places");
  gtk_label_set_label (label, _("Free places"));
  gtk_label_set_label (label, "—");
  g_print ("The store is sound\n");
  g_print ("%s\t%d\n", name, count);
}
