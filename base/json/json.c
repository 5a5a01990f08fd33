// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json/json.h"

#include <cjson/cJSON.h>

enum { INTEGER_BITS = 53 }; /* the integers that a double represents exactly */

/* cJSON's strings end at the first NUL: an escaped NUL would hide the text behind it. */
static bool escapes_nul(Str text, size_t *at)
{
	const char *end = str_end(text);
	for (const char *p = text.ptr; p && (p = memchr(p, '\\', (size_t)(end - p)));) {
		if (end - p >= 6 && memcmp(p, "\\u0000", 6) == 0) {
			*at = (size_t)(p - text.ptr);
			return true;
		}
		p += end - p > 1 ? 2 : 1;
	}
	return false;
}

static size_t skip_space(Str text, size_t at)
{
	while (at < text.len && memchr(" \t\r\n", text.ptr[at], 4))
		at++;
	return at;
}

Json *json_parse(Str text, size_t *stop)
{
	size_t ignored;
	stop = stop ? stop : &ignored;
	*stop = 0;
	if (text.len == 0 || escapes_nul(text, stop))
		return NULL;
	const char *end = text.ptr;
	cJSON *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &end, 0);
	*stop = (size_t)(end - text.ptr);
	*stop = *stop < text.len ? *stop : text.len;
	if (root && skip_space(text, *stop) < text.len) {
		*stop = skip_space(text, *stop);
		json_free(&root);
	}
	return root;
}

Json *json_read(const Source *src, Diag *diag)
{
	size_t stop;
	Json *root = json_parse(src->text, &stop);
	if (!root) {
		diag_error(diag, (Span){ src, (uint32_t)stop, 1 }, "this is not valid JSON");
		diag_help(diag, "restore the file, or generate it again");
	}
	return root;
}

void json_free(Json **root)
{
	cJSON_Delete(*root);
	*root = NULL;
}

JsonKind json_kind(const Json *v)
{
	if (!v)
		return JSON_NOTHING;
	return cJSON_IsString(v)   ? JSON_STRING
	       : cJSON_IsObject(v) ? JSON_OBJECT
	       : cJSON_IsArray(v)  ? JSON_LIST
	       : cJSON_IsNumber(v) ? JSON_NUMBER
	       : cJSON_IsBool(v)   ? JSON_BOOL
	                           : JSON_NULL;
}

const Json *json_get(const Json *object, const char *key)
{
	return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

Str json_text(const Json *v)
{
	return cJSON_IsString(v) ? str_from(v->valuestring) : (Str){ NULL, 0 };
}

Str json_string(const Json *object, const char *key)
{
	return json_text(json_get(object, key));
}

bool json_truth(const Json *v, bool otherwise)
{
	return cJSON_IsBool(v) ? cJSON_IsTrue(v) : otherwise;
}

bool json_bool(const Json *object, const char *key, bool otherwise)
{
	return json_truth(json_get(object, key), otherwise);
}

bool json_whole(const Json *v, uint64_t *out)
{
	if (!cJSON_IsNumber(v) || !(v->valuedouble >= 0) ||
	    v->valuedouble > (double)(1ULL << INTEGER_BITS))
		return false;
	*out = (uint64_t)v->valuedouble;
	return (double)*out == v->valuedouble;
}

bool json_u64(const Json *object, const char *key, uint64_t *out)
{
	return json_whole(json_get(object, key), out);
}

const Json *json_first(const Json *v)
{
	return cJSON_IsObject(v) || cJSON_IsArray(v) ? v->child : NULL;
}

const Json *json_next(const Json *v)
{
	return v->next;
}

Str json_key(const Json *member)
{
	return str_from(member->string);
}

void json_quote(Buf *to, Str s)
{
	buf_char(to, '"');
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\')
			buf_printf(to, "\\%c", c);
		else if (c == '\n')
			buf_add(to, STR("\\n"));
		else if (c == '\t')
			buf_add(to, STR("\\t"));
		else if (c == '\r')
			buf_add(to, STR("\\r"));
		else if (c == '\b' || c == '\f')
			buf_add(to, c == '\b' ? STR("\\b") : STR("\\f"));
		else if (c < 0x20)
			buf_printf(to, "\\u%04x", c);
		else
			buf_char(to, (char)c);
	}
	buf_char(to, '"');
}
