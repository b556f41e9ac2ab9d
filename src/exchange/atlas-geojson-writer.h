/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "records/atlas-record.h"

G_BEGIN_DECLS

typedef struct _AtlasGeojsonWriter AtlasGeojsonWriter;

AtlasGeojsonWriter *
         atlas_geojson_writer_new            (const char         *attribution)
                                              G_GNUC_WARN_UNUSED_RESULT;
void     atlas_geojson_writer_free           (AtlasGeojsonWriter *self);
gboolean atlas_geojson_writer_add_shapes     (AtlasGeojsonWriter *self,
                                              GPtrArray          *records,
                                              GBytes             *shapes,
                                              GError            **error);
void     atlas_geojson_writer_add_provisions (AtlasGeojsonWriter *self,
                                              GPtrArray          *provisions,
                                              GPtrArray          *sites,
                                              GPtrArray          *areas,
                                              GPtrArray          *labels,
                                              AtlasDate           on);
GBytes  *atlas_geojson_writer_finish         (AtlasGeojsonWriter *self)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasGeojsonWriter, atlas_geojson_writer_free)

G_END_DECLS
