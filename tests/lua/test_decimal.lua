-- run by trich
-- Exact numbers, and how digits with separators are read.
local decimal = require "decimal"
local functions = require "functions"

local passed, failed = 0, 0
local function equal(have, want, what)
  have = tostring(have)
  if have == want then passed = passed + 1
  else
    failed = failed + 1
    print(("%s: expected %s, got %s"):format(what, want, have))
  end
end
local D = decimal.new

equal(D "4.46" * D "1e9", "4460000000", "4.46 billion")
equal(D "0.1" + D "0.2", "0.3", "a sum")
equal(D "1" / D "4", "0.25", "a quotient")
equal(D "2" / D "3", "0.6666666666666666666666666666666667", "no end")
equal(D "-7" // D "2", "-4", "floor")
equal(D "-7" % D "2", "1", "rest")
equal(-D "1.50", "-1.5", "trailing zeros")
equal(D "0.001", "0.001", "small")
equal(D "1e-7", "0.0000001", "smaller")
equal(D "100", "100", "zeros that count")
equal(D "5" == D "5.0", "true", "equal")
equal(D "5" < D "5.01", "true", "less")
equal(D "abc", "nil", "no number")
equal(D "1.2.3", "nil", "two points")
equal(D "1.", "nil", "a point without digits")
equal(D "", "nil", "nothing")
equal(D(("9"):rep(2000)), "nil", "longer than DECIMAL_MAX_DIGITS")
equal(D "1e99999", "nil", "an exponent beyond all measure")
equal(decimal.integer(D "12"), "12", "an integer")
equal(decimal.integer(D "12.5"), "nil", "no integer")
equal((pcall(function ()
  local x = D(("9"):rep(900))
  for _ = 1, 20 do x = x * x end
end)), "false", "DECIMAL_MAX_BITS")
equal((pcall(function () return D "1" / D "0" end)), "false", "by zero")

local read = functions.decimal
equal(read "13.543,36", "13543.36", "Vietnamese, both marks")
equal(read "13,543.36", "13543.36", "foreign, both marks")
equal(read "350.000", "350000", "groups")
equal(read "1.234.567", "1234567", "two groups")
equal(read "1,234,567", "1234567", "two groups, foreign")
equal(read "8,7", "8.7", "a decimal comma")
equal(read "8.7", "8.7", "a decimal point")
equal(read "1,595", "1.595", "a decimal comma before three digits")
equal(read "0.123", "0.123", "a lone zero does not group")
equal(read "1.23.4", "nil", "no grouping")
equal(read "12.345.67", "nil", "a last group too short")
equal(read "2022", "2022", "plain")

equal(functions.roman "XIII", "13", "Roman")
equal(functions.roman "XIV", "14", "Roman, less before more")
equal(functions.roman "abc", "nil", "not Roman")
equal(functions.words "Hội nghị (FDI) 32", "4", "words")
equal(functions.lower "TỶ ĐỒNG", "tỷ đồng", "small letters")
equal(functions.fold "Hoà  Bình", "hòa bình", "folded")

print(("%d passed, %d failed"):format(passed, failed))
