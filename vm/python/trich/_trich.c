/*
** _trich.c: the part of the Python package that calls libtrich. One type,
** Engine, whose methods give bytes; trich/__init__.py makes records of them.
** An engine serves one thread at a time, which its lock sees to; other threads
** run meanwhile.
*/
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x03090000
#include <Python.h>
#include <pythread.h>
#include <stdlib.h>
#include <string.h>

#include "trich.h"

typedef struct Engine {
  PyObject_HEAD
  Trich *t;
  PyThread_type_lock lock;
} Engine;

static PyObject *Error; /* trich.Error */

/* ---- output that is collected without Python's lock ---- */

typedef struct Bytes {
  char *p;
  size_t n, cap;
} Bytes;

static bool collect(void *ud, const char *p, size_t n) {
  Bytes *b = ud;
  if (b->n + n > b->cap) {
    size_t cap = (b->n + n) * 2;
    char *more = realloc(b->p, cap);
    if (!more) return false;
    b->p = more;
    b->cap = cap;
  }
  memcpy(b->p + b->n, p, n);
  b->n += n;
  return true;
}

static PyObject *failed(Engine *self) {
  const char *why = trich_error(self->t);
  PyErr_SetString(Error, why && *why ? why : "not enough memory");
  return NULL;
}

static PyObject *none(void) {
  Py_INCREF(Py_None);
  return Py_None;
}

/* ---- methods ---- */

static void hold(Engine *self) {
  if (PyThread_acquire_lock(self->lock, NOWAIT_LOCK)) return;
  Py_BEGIN_ALLOW_THREADS
  PyThread_acquire_lock(self->lock, WAIT_LOCK);
  Py_END_ALLOW_THREADS
}

static PyObject *option(PyObject *o, PyObject *args) {
  Engine *self = (Engine *)o;
  const char *name, *value;
  bool ok;
  if (!PyArg_ParseTuple(args, "ss", &name, &value)) return NULL;
  hold(self);
  ok = trich_option(self->t, name, value);
  PyThread_release_lock(self->lock);
  return ok ? none() : failed(self);
}

static PyObject *rules(PyObject *o, PyObject *args) {
  Engine *self = (Engine *)o;
  PyObject *path;
  bool ok;
  if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path)) return NULL;
  hold(self);
  ok = trich_rules(self->t, PyBytes_AsString(path));
  PyThread_release_lock(self->lock);
  Py_DECREF(path);
  return ok ? none() : failed(self);
}

static PyObject *compilerules(PyObject *o, PyObject *unused) {
  Engine *self = (Engine *)o;
  bool ok;
  (void)unused;
  hold(self);
  Py_BEGIN_ALLOW_THREADS
  ok = trich_compile(self->t);
  Py_END_ALLOW_THREADS
  PyThread_release_lock(self->lock);
  return ok ? none() : failed(self);
}

/* (page, encoding, offsets, id, published, outlet) of either method below. */
static PyObject *run(PyObject *o, PyObject *args, bool text) {
  Engine *self = (Engine *)o;
  Bytes out = {NULL, 0, 0};
  TrichDocument d = {0};
  const char *offsets;
  PyObject *line;
  Py_ssize_t n;
  bool ok;
  if (!PyArg_ParseTuple(args, "y#zsszz", &d.bytes, &n, &d.encoding, &offsets,
                        &d.id, &d.published, &d.outlet))
    return NULL;
  d.n = (size_t)n;
  hold(self);
  Py_BEGIN_ALLOW_THREADS
  ok = trich_option(self->t, "offsets", offsets) &&
       (text ? trich_text(self->t, &d, "text", collect, &out)
             : trich_extract(self->t, &d, collect, &out));
  Py_END_ALLOW_THREADS
  PyThread_release_lock(self->lock);
  line = ok ? PyBytes_FromStringAndSize(out.p, (Py_ssize_t)out.n)
            : failed(self);
  free(out.p);
  return line;
}

static PyObject *extract(PyObject *self, PyObject *args) {
  return run(self, args, false);
}

static PyObject *text(PyObject *self, PyObject *args) {
  return run(self, args, true);
}

static PyMethodDef methods[] = {
    {"option", option, METH_VARARGS, "option(name, value)"},
    {"rules", rules, METH_VARARGS, "rules(path)"},
    {"compile", compilerules, METH_NOARGS, "compile()"},
    {"extract", extract, METH_VARARGS,
     "extract(page, encoding, offsets, id, published, outlet) -> JSON line"},
    {"text", text, METH_VARARGS,
     "text(page, encoding, offsets, id, published, outlet) -> its text"},
    {NULL, NULL, 0, NULL}};

/* ---- the type ---- */

static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
  Engine *self = (Engine *)alloc(type, 0);
  (void)args;
  (void)kwargs;
  if (!self) return NULL;
  self->lock = PyThread_allocate_lock();
  self->t = self->lock ? trich_new() : NULL;
  if (!self->t) {
    Py_DECREF(self);
    return PyErr_NoMemory();
  }
  return (PyObject *)self;
}

static void dealloc(PyObject *o) {
  Engine *self = (Engine *)o;
  PyTypeObject *type = Py_TYPE(o);
  freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
  trich_free(self->t);
  if (self->lock) PyThread_free_lock(self->lock);
  release(o);
  Py_DECREF(type);
}

static PyType_Slot slots[] = {{Py_tp_new, (void *)new},
                              {Py_tp_dealloc, (void *)dealloc},
                              {Py_tp_methods, methods},
                              {0, NULL}};

static PyType_Spec spec = {.name = "trich._trich.Engine",
                           .basicsize = sizeof(Engine),
                           .flags = Py_TPFLAGS_DEFAULT,
                           .slots = slots};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT,
                                    .m_name = "trich._trich",
                                    .m_doc = "The engine.",
                                    .m_size = -1};

PyMODINIT_FUNC PyInit__trich(void) {
  PyObject *m = PyModule_Create(&module), *type = PyType_FromSpec(&spec);
  Error = PyErr_NewException("trich.Error", PyExc_Exception, NULL);
  if (m && type && Error && PyModule_AddObject(m, "Engine", type) == 0) {
    Py_INCREF(Error);
    if (PyModule_AddObject(m, "Error", Error) == 0 &&
        PyModule_AddStringConstant(m, "version", trich_version()) == 0 &&
        PyModule_AddIntConstant(m, "schema", trich_schemanumber()) == 0)
      return m;
  }
  Py_XDECREF(m);
  return NULL;
}
