#!/usr/bin/python3
"""Workbooks as a clerk would fill them in, for imports.mjs. Needs python3-openpyxl.

usage: sheet.py fill SOURCE TARGET JSON     JSON: {sheet: {"A3": value, ...}}, {"row:5": [...]} fills a row from column A
       sheet.py new TARGET JSON             JSON: {sheet: [[...], ...]}
       sheet.py show SOURCE                 {sheet: [[...], ...]} of texts on standard output
"""
import json
import sys

import openpyxl


def fill(source, target, cells):
    book = openpyxl.load_workbook(source)
    for sheet, values in json.loads(cells).items():
        for place, value in values.items():
            if place.startswith("row:"):
                for column, one in enumerate(value, 1):
                    if one is not None:
                        book[sheet].cell(int(place[4:]), column, one)
            else:
                book[sheet][place] = value
    book.save(target)


def new(target, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in json.loads(sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(target)


def show(source):
    book = openpyxl.load_workbook(source)
    text = {sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in book}
    json.dump(text, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    {"fill": fill, "new": new, "show": show}[sys.argv[1]](*sys.argv[2:])
