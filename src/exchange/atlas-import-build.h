/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the readers in this folder: how an import is built up before anybody looks at it. */
#pragma once

#include "exchange/atlas-import.h"

G_BEGIN_DECLS

AtlasImport *atlas_import_begin   (const char      *pack,
                                   GPtrArray       *present) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_import_add_csv (AtlasImport     *self,
                                   const AtlasType *type,
                                   const char      *file,
                                   GBytes          *bytes,
                                   const char * const *passed_over);
void         atlas_import_add_fields (AtlasImport *self,
                                   const AtlasType *type,
                                   const char      *file,
                                   guint            line,
                                   json_t          *fields,
                                   AtlasRecord     *present);
void         atlas_import_remove  (AtlasImport     *self,
                                   AtlasRecord     *present);
void         atlas_import_refuse  (AtlasImport     *self,
                                   const AtlasType *type,
                                   const char      *file,
                                   guint            line,
                                   const char      *format,
                                   ...) G_GNUC_PRINTF (5, 6);
void         atlas_import_finish  (AtlasImport     *self);

G_END_DECLS
