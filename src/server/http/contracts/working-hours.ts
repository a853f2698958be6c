import { workingHoursInput, workingHoursShape } from "@/server/people/working-hours";

import { contract } from "../contract";

const tag = "You";
const own = { to: "workspace", role: "member" } as const;
const day = [{ from: "09:00", until: "17:30" }];
const weekly = { 1: day, 2: day, 3: day, 4: day, 5: [{ from: "09:00", until: "13:00" }] };

export const readWorkingHoursContract = contract({
  id: "readWorkingHours",
  method: "GET",
  path: "/api/v1/me/working-hours",
  tag,
  summary: "When you work here, in your time zone: what tells a quiet day or a late sync from your evenings",
  access: own,
  rate: "read",
  answer: {
    status: 200,
    body: workingHoursShape,
    example: { timeZone: "Europe/Berlin", isUsual: false, weekly },
  },
});

export const changeWorkingHoursContract = contract({
  id: "changeWorkingHours",
  method: "PUT",
  path: "/api/v1/me/working-hours",
  tag,
  summary: "Say when you work here; null for the usual hours of an office",
  access: own,
  rate: "write",
  body: workingHoursInput,
  bodyExample: { weekly },
  answer: {
    status: 200,
    body: workingHoursShape,
    example: { timeZone: "Europe/Berlin", isUsual: false, weekly },
  },
});
