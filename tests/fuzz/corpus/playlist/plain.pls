[playlist]
File1=a%20b
Title1=One
File3=file:///c
NumberOfEntries=2
Version=2
