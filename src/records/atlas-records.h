/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every record type as a C struct whose members are the fields of its description: AtlasReferral
 * has `tier`, `child`, `step` … Members are read, never written. A text that is absent is NULL, a
 * date ATLAS_DATE_NONE, a number 0; atlas_record_has() tells an absent number from a nought.
 */
#pragma once

#include "records/atlas-record.h"

G_BEGIN_DECLS

#define ATLAS_GLUE3_(a, b, c) a##b##c
#define ATLAS_GLUE3(a, b, c)  ATLAS_GLUE3_ (a, b, c)
#define ATLAS_QUOTE_(a)       #a
#define ATLAS_QUOTE(a)        ATLAS_QUOTE_ (a)
#define ATLAS_CLEANUP(Name)   G_DEFINE_AUTOPTR_CLEANUP_FUNC (Name, g_object_unref)

#define ATLAS_MEMBER_TEXT    char *
#define ATLAS_MEMBER_DATE    AtlasDate
#define ATLAS_MEMBER_TIME    char *
#define ATLAS_MEMBER_INTEGER gint64
#define ATLAS_MEMBER_DECIMAL char *
#define ATLAS_MEMBER_BOOLEAN gboolean
#define ATLAS_MEMBER_CODE    char *
#define ATLAS_MEMBER_REF     char *
#define ATLAS_MEMBER_SET     GStrv
#define ATLAS_MEMBER_RANGE   AtlasDateRange
#define ATLAS_MEMBER_SUBJECT AtlasSubject
#define ATLAS_MEMBER_JSON    json_t *
#define ATLAS_MEMBER_BLOB    json_t *

#define ATLAS_EXPAND "records/atlas-record-declare.h"
#include "records/atlas-types.def"
#undef ATLAS_EXPAND

G_END_DECLS
