/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "drawing/atlas-document.h"

G_BEGIN_DECLS

GtkPrintOperation *atlas_print_operation_new (AtlasDocument *document) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
