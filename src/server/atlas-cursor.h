/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasCursor:
 * @epoch: the history that it belongs to
 * @seq: everything up to here has been sent, under the grants of @version
 * @version: the version of the grants that the reader has been brought up to
 * @floor: the head when the reader began: what was deleted before is nothing to them
 * @fill_version: while grants are being caught up with, the version that is aimed at; else 0
 * @fill_seq: how far the catching up has come; it ends at the head
 *
 * How far a reader has come. It is opaque outside, and holds all there is to know: any server
 * process can go on from it.
 */
typedef struct {
  char   *epoch;
  gint64  seq;
  gint64  version;
  gint64  floor;
  gint64  fill_version;
  gint64  fill_seq;
} AtlasCursor;

AtlasCursor *atlas_cursor_new   (const char  *epoch,
                                 gint64       version,
                                 gint64       floor) G_GNUC_WARN_UNUSED_RESULT;
AtlasCursor *atlas_cursor_parse (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
char        *atlas_cursor_write (AtlasCursor *self) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_cursor_free  (AtlasCursor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasCursor, atlas_cursor_free)

G_END_DECLS
