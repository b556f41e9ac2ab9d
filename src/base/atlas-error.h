/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * base/ holds what every other folder needs and nothing of schools: errors, dates, ids, JSON.
 * It may touch GLib, Jansson and libsodium; it does no I/O.
 * Values go in and come out by copy; nothing here keeps state.
 * All of it may be called on any thread.
 * Rules: RFC 9562 (UUID), RFC 7493 (I-JSON), RFC 3339 (times).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ATLAS_ERROR (atlas_error_quark ())

/**
 * AtlasError:
 * @ATLAS_ERROR_FAILED: something failed that a caller can only report
 * @ATLAS_ERROR_BUSY: another process holds the write lock; trying again may help
 * @ATLAS_ERROR_NEWER_DATA: made by a newer release of the program; left untouched
 * @ATLAS_ERROR_DAMAGED: the file is not a sound database, or fails its checks
 * @ATLAS_ERROR_READ_ONLY: the file or its folder cannot be written
 * @ATLAS_ERROR_NO_SPACE: the disk is full; nothing was half-written
 * @ATLAS_ERROR_INVALID: a value breaks a rule; the message names the field
 * @ATLAS_ERROR_NOT_FOUND: there is no such record, file or pack
 * @ATLAS_ERROR_NOT_ALLOWED: the caller may not do this
 * @ATLAS_ERROR_NO_TERM: the calendar ends before the answer
 * @ATLAS_ERROR_CHANGED: somebody changed the record since it was read; read it again
 * @ATLAS_ERROR_NETWORK: no answer from the server; trying again may help
 * @ATLAS_ERROR_PROTOCOL: the server answered with something that the protocol does not allow
 * @ATLAS_ERROR_PROXY: the network's proxy asks for a name and a password, or does not take them
 * @ATLAS_ERROR_SIGNED_OUT: the server wants the user to sign in again
 *
 * What went wrong, where a caller does something different for each.
 */
typedef enum {
  ATLAS_ERROR_FAILED,
  ATLAS_ERROR_BUSY,
  ATLAS_ERROR_NEWER_DATA,
  ATLAS_ERROR_DAMAGED,
  ATLAS_ERROR_READ_ONLY,
  ATLAS_ERROR_NO_SPACE,
  ATLAS_ERROR_INVALID,
  ATLAS_ERROR_NOT_FOUND,
  ATLAS_ERROR_NOT_ALLOWED,
  ATLAS_ERROR_NO_TERM,
  ATLAS_ERROR_CHANGED,
  ATLAS_ERROR_NETWORK,
  ATLAS_ERROR_PROTOCOL,
  ATLAS_ERROR_PROXY,
  ATLAS_ERROR_SIGNED_OUT,
} AtlasError;

GQuark atlas_error_quark (void);

G_END_DECLS
