/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * For g_test_init(): folders of its own for each test. Not under the sanitizers, since GLib loses
 * the names of the folders that were set before, and that is a leak like any other there; .ci/run
 * gives their whole run folders of its own.
 */
#ifdef __SANITIZE_ADDRESS__
#define TEST_ISOLATE NULL
#else
#define TEST_ISOLATE G_TEST_OPTION_ISOLATE_DIRS
#endif
