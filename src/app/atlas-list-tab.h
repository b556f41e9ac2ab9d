/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void atlas_list_leave_by_tab (GtkListBox *list);

G_END_DECLS
