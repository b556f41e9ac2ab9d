/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *atlas_fault_show  (GtkWidget    *field,
                              const char   *fault);
void       atlas_fault_clear (GtkWidget   **row);
char      *atlas_entry_dup   (GtkEditable  *entry)
                              G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
